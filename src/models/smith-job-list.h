/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "smith-job.h"

G_BEGIN_DECLS

/* GListModel of the SmithJobs that are under way, and of those that failed until dismissed. */
#define SMITH_TYPE_JOB_LIST (smith_job_list_get_type ())
G_DECLARE_FINAL_TYPE (SmithJobList, smith_job_list, SMITH, JOB_LIST, GObject)

SmithJobList *smith_job_list_new     (void);
SmithJob     *smith_job_list_start   (SmithJobList *self,
                                      const char   *title);
void          smith_job_list_dismiss (SmithJobList *self,
                                      SmithJob     *job);

G_END_DECLS
