/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Visible work: a row of the Activity popover. The worker's owner creates it, appends it to the
 * workspace's SmithJobList, and says finish; a person may cancel it. Main thread only. */
#define SMITH_TYPE_JOB (smith_job_get_type ())
G_DECLARE_FINAL_TYPE (SmithJob, smith_job, SMITH, JOB, GObject)

SmithJob     *smith_job_new             (const char   *title);
const char   *smith_job_get_title       (SmithJob     *self);
double        smith_job_get_fraction    (SmithJob     *self);
void          smith_job_set_fraction    (SmithJob     *self,
                                         double        fraction);
const char   *smith_job_get_detail      (SmithJob     *self);
void          smith_job_set_detail      (SmithJob     *self,
                                         const char   *detail);
GCancellable *smith_job_get_cancellable (SmithJob     *self);
gboolean      smith_job_is_done         (SmithJob     *self);
const GError *smith_job_get_error       (SmithJob     *self);
void          smith_job_cancel          (SmithJob     *self);
void          smith_job_finish          (SmithJob     *self,
                                         const GError *error);

G_END_DECLS
