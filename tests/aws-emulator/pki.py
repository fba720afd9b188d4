# SPDX-FileCopyrightText: The Chainsmith authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys and certificates for the tests, made on the spot by the openssl program: an authority from outside."""

import pathlib
import subprocess
import tempfile


class Issuer:
    """A key and its certificate, and what it has signed."""

    def __init__(self, key, certificate):
        self.key = key
        self.certificate = certificate


class Workshop:
    """Makes keys and certificates in a folder of its own. The key is EC P-256 unless told, for speed."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self._folder.name)
        self._number = 0

    def close(self):
        self._folder.cleanup()

    def openssl(self, *arguments, stdin=None):
        done = subprocess.run(['openssl', *arguments], input=stdin, capture_output=True, text=True, cwd=self.path)
        if done.returncode != 0:
            raise RuntimeError(f'openssl {arguments[0]}: {done.stderr}')
        return done.stdout

    def write(self, text, suffix='.pem'):
        self._number += 1
        path = self.path / f'{self._number}{suffix}'
        path.write_text(text)
        return path

    def key(self, *algorithm):
        return self.openssl('genpkey', *(algorithm or ('-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256')))

    def certificate(self, subject, key=None, issuer=None, days=30, ca=False, extensions=(), start=None, end=None):
        """(key PEM, certificate PEM). START and END ("20200101000000Z") replace DAYS."""
        key = key or self.key()
        config = self.write('\n'.join([
            '[req]', 'distinguished_name=dn', 'prompt=no', 'string_mask=utf8only', '[dn]', f'CN={subject}',
            '[ext]', 'basicConstraints=critical,CA:' + ('TRUE' if ca else 'FALSE'), *extensions]), '.cnf')
        key_path = self.write(key)
        request = self.write(self.openssl('req', '-new', '-key', str(key_path), '-config', str(config)), '.csr')
        if start:
            return key, self._sign_between(request, config, key_path, issuer, start, end)
        arguments = ['x509', '-req', '-in', str(request), '-days', str(days), '-extfile', str(config),
                     '-extensions', 'ext', '-set_serial', str(1000 + self._number)]
        if issuer is None:
            arguments += ['-signkey', str(key_path)]
        else:
            arguments += ['-CA', str(self.write(issuer.certificate)), '-CAkey', str(self.write(issuer.key))]
        return key, self.openssl(*arguments)

    def _sign_between(self, request, config, key_path, issuer, start, end):
        """openssl x509 of 3.0 takes no dates; openssl ca does."""
        database = self.write('', '.db')
        ca_config = self.write('\n'.join([
            '[ca]', 'default_ca=here', '[here]', f'database={database}', f'new_certs_dir={self.path}',
            'default_md=sha256', 'policy=any', 'rand_serial=yes', 'unique_subject=no', 'email_in_dn=no',
            '[any]', 'commonName=supplied']), '.cnf')
        signer = ['-selfsign', '-keyfile', str(key_path)] if issuer is None else \
            ['-cert', str(self.write(issuer.certificate)), '-keyfile', str(self.write(issuer.key))]
        return self.openssl('ca', '-batch', '-notext', '-config', str(ca_config), '-in', str(request), *signer,
                            '-startdate', start, '-enddate', end, '-extfile', str(config), '-extensions', 'ext')

    def sign(self, request, issuer, days=90):
        """The certificate for a request of somebody else's, with the extensions that it asks for."""
        return self.openssl('x509', '-req', '-in', str(self.write(request, '.csr')), '-days', str(days),
                            '-copy_extensions', 'copy', '-CA', str(self.write(issuer.certificate)),
                            '-CAkey', str(self.write(issuer.key)), '-set_serial', str(1000 + self._number))

    def authority(self, subject, issuer=None, **more):
        return Issuer(*self.certificate(subject, issuer=issuer, ca=True, **more))
