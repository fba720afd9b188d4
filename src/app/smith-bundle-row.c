/* SPDX-FileCopyrightText: The Chainsmith authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "smith-bundle-row.h"

#include <string.h>

#include <glib/gi18n.h>

#include "smith-validity.h"

#define SPACING 12
#define LINE_SPACING 2
#define MIN_TEXT 120
/* From here on there is room for the state beside a name. */
#define WIDE 500

/**
 * SmithBundleRow:
 *
 * One row of a bundle: a box to choose it, the name, the issuer, and until when it is good; or what is wrong
 * on which line. On a narrow window the last goes before the issuer. A list view makes two hundred of these at once
 * and binds them anew when a person drags the scroll bar, so it is built and laid out by hand, without a template,
 * and asks for a tooltip only when one is shown.
 */
struct _SmithBundleRow
{
  GtkWidget parent_instance;

  /* Owned */
  SmithBundleItem *item;
  gulong           chosen_handler;

  /* Borrowed */
  SmithBundleList *list;

  /* Children */
  GtkCheckButton *check;
  GtkLabel       *title_label;
  GtkLabel       *subtitle_label;
  GtkWidget      *state_box;
  GtkImage       *state_image;
  GtkLabel       *state_label;

  const char *css_class;            /* of the state, a literal */
  gboolean    is_updating;
  gboolean    is_stale;             /* shows an item of before, and is not seen */
};

G_DEFINE_FINAL_TYPE (SmithBundleRow, smith_bundle_row, GTK_TYPE_WIDGET)

typedef struct
{
  const char *icon_name;
  const char *css_class;
} Look;

static Look
get_look (SmithValidity validity)
{
  switch (validity)
    {
    case SMITH_VALIDITY_EXPIRED:
      return (Look) { "dialog-error-symbolic", "error" };
    case SMITH_VALIDITY_EXPIRING:
    case SMITH_VALIDITY_NOT_YET_VALID:
      return (Look) { "dialog-warning-symbolic", "warning" };
    case SMITH_VALIDITY_GOOD:
    default:
      return (Look) { NULL, "dim-label" };
    }
}

static char *
dup_state (const SmithOutline *outline,
           SmithValidity       validity)
{
  g_autofree char *date = smith_validity_dup_date (validity == SMITH_VALIDITY_NOT_YET_VALID ? outline->not_before
                                                                                            : outline->not_after);

  switch (validity)
    {
    case SMITH_VALIDITY_EXPIRED:
      /* Translators: %s is a day such as "3 March 2026" */
      return g_strdup_printf (_("Expired %s"), date);
    case SMITH_VALIDITY_NOT_YET_VALID:
      /* Translators: %s is a day such as "3 March 2027" */
      return g_strdup_printf (_("Valid from %s"), date);
    case SMITH_VALIDITY_EXPIRING:
    case SMITH_VALIDITY_GOOD:
    default:
      /* Translators: %s is a day such as "3 March 2027" */
      return g_strdup_printf (_("Until %s"), date);
    }
}

static void
set_state (SmithBundleRow *self,
           const char     *icon_name,
           const char     *css_class,
           const char     *text)
{
  const char *classes[] = { css_class, NULL };
  const char *label_classes[] = { "caption", css_class, NULL };

  gtk_label_set_label (self->state_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state_label), text != NULL && *text != '\0');
  /* Most rows look as the one before: styles are what binding a row takes longest for. */
  if (self->css_class == css_class)
    return;
  self->css_class = css_class;
  gtk_image_set_from_icon_name (self->state_image, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->state_image), icon_name != NULL);
  gtk_widget_set_css_classes (GTK_WIDGET (self->state_image), classes);
  gtk_widget_set_css_classes (GTK_WIDGET (self->state_label), label_classes);
}

/* The list's own row is what a screen reader stops at. */
static void
update_accessible_label (SmithBundleRow *self,
                         const char     *title,
                         const char     *state)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  /* Translators: what a screen reader says of a row: "www.example.com, Until 3 March 2027" */
  g_autofree char *text = g_strdup_printf (_("%s, %s"), title, state);
  /* Translators: a box to tick; %s is the name of a certificate */
  g_autofree char *choose = g_strdup_printf (_("Select %s"), title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, choose, -1);
  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
update_check (SmithBundleRow *self)
{
  self->is_updating = TRUE;
  gtk_check_button_set_active (self->check, smith_bundle_item_get_chosen (self->item));
  self->is_updating = FALSE;
}

static void
update (SmithBundleRow *self)
{
  const SmithOutline *outline = smith_bundle_item_get_outline (self->item);
  const char *title = smith_bundle_item_get_title (self->item);
  const char *subtitle = smith_bundle_item_get_subtitle (self->item);

  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->subtitle_label, subtitle);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), outline != NULL);
  if (outline != NULL)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      SmithValidity validity = smith_validity_judge (outline->not_before, outline->not_after, now);
      Look look = get_look (validity);
      g_autofree char *state = dup_state (outline, validity);

      gtk_label_set_lines (self->subtitle_label, 1);
      set_state (self, look.icon_name, look.css_class, state);
      update_accessible_label (self, title, state);
    }
  else
    {
      gtk_label_set_lines (self->subtitle_label, 3);
      set_state (self, "dialog-warning-symbolic", "warning", NULL);
      update_accessible_label (self, title, subtitle);
    }
  update_check (self);
}

static void
toggled_cb (SmithBundleRow *self)
{
  if (!self->is_updating && self->item != NULL)
    smith_bundle_list_set_chosen (self->list, self->item, gtk_check_button_get_active (self->check));
}

/* Of two hundred rows a dozen are seen: the others wait until they are. The height of an error depends on its text. */
static void
update_if_seen (SmithBundleRow *self)
{
  self->is_stale = self->item != NULL && !gtk_widget_get_mapped (GTK_WIDGET (self))
    && smith_bundle_item_get_error (self->item) == NULL && *gtk_label_get_label (self->title_label) != '\0';
  if (self->item != NULL && !self->is_stale)
    update (self);
}

/* The whole of what a row has no room for. */
static gboolean
query_tooltip_cb (SmithBundleRow *self,
                  int             x,
                  int             y,
                  gboolean        keyboard_mode,
                  GtkTooltip     *tooltip)
{
  const SmithOutline *outline = self->item != NULL ? smith_bundle_item_get_outline (self->item) : NULL;
  g_autofree char *period = NULL;
  g_autofree char *text = NULL;

  if (self->item == NULL)
    return FALSE;
  if (outline == NULL)
    {
      gtk_tooltip_set_text (tooltip, smith_bundle_item_get_subtitle (self->item));
      return TRUE;
    }
  period = smith_validity_dup_period_utc (outline->not_before, outline->not_after);
  /* Translators: a name, an issuer, a span of time, a serial number and a line of a file, each on a line */
  text = g_strdup_printf (_("%s\nIssued by %s\n%s\nSerial number %s\nLine %u"), outline->title, outline->issuer, period,
                          outline->serial, smith_bundle_item_get_line (self->item));
  /* What was not written in lines. */
  if (smith_bundle_item_get_line (self->item) == 0)
    *strrchr (text, '\n') = '\0';
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
smith_bundle_row_map (GtkWidget *widget)
{
  SmithBundleRow *self = SMITH_BUNDLE_ROW (widget);

  GTK_WIDGET_CLASS (smith_bundle_row_parent_class)->map (widget);

  if (self->is_stale)
    update_if_seen (self);
}

static void
smith_bundle_row_root (GtkWidget *widget)
{
  SmithBundleRow *self = SMITH_BUNDLE_ROW (widget);

  GTK_WIDGET_CLASS (smith_bundle_row_parent_class)->root (widget);

  if (self->item != NULL)
    update (self);
}

/* Check, then two lines: the title over the subtitle, with the state at the end of both; where it is narrow, the
 * state at the start of the second. */

static int
measure_width (GtkWidget *widget)
{
  int natural = 0;

  if (gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);

  return natural;
}

static int
measure_height (GtkWidget *widget,
                int        width)
{
  int natural = 0;

  if (gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);

  return natural;
}

/* How much of @width the subtitle has; @state_width is 0 where there is no state to show. */
static int
get_subtitle_width (int width,
                    int check_width,
                    int state_width)
{
  int left = width - check_width - SPACING;

  return MAX (0, state_width > 0 ? left - state_width - SPACING : left);
}

static GtkSizeRequestMode
smith_bundle_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
smith_bundle_row_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  SmithBundleRow *self = SMITH_BUNDLE_ROW (widget);
  int check_width = measure_width (GTK_WIDGET (self->check));
  int state_width = measure_width (self->state_box);
  int subtitle_width;

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = check_width + SPACING + MAX (state_width, MIN_TEXT);
      *natural = MAX (*minimum, WIDE);
      return;
    }
  subtitle_width = for_size < 0 ? -1 : get_subtitle_width (for_size, check_width, state_width);
  *natural = MAX (measure_height (GTK_WIDGET (self->check), -1),
                  measure_height (GTK_WIDGET (self->title_label), -1) + LINE_SPACING
                  + MAX (measure_height (GTK_WIDGET (self->subtitle_label), subtitle_width), measure_height (self->state_box, -1)));
  *minimum = *natural;
}

static void
allocate (SmithBundleRow *self,
          GtkWidget      *child,
          int             x,
          int             y,
          int             width,
          int             height)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (gtk_widget_get_visible (child))
    gtk_widget_size_allocate (child, &(GtkAllocation) { is_mirrored ? gtk_widget_get_width (GTK_WIDGET (self)) - x - width : x,
                                                        y, width, height }, -1);
}

static void
smith_bundle_row_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  SmithBundleRow *self = SMITH_BUNDLE_ROW (widget);
  gboolean is_wide = width >= WIDE;
  int check_width = measure_width (GTK_WIDGET (self->check));
  int check_height = measure_height (GTK_WIDGET (self->check), -1);
  int state_width = measure_width (self->state_box);
  int state_height = measure_height (self->state_box, -1);
  int title_height = measure_height (GTK_WIDGET (self->title_label), -1);
  int subtitle_width = get_subtitle_width (width, check_width, state_width);
  int subtitle_height = measure_height (GTK_WIDGET (self->subtitle_label), subtitle_width);
  int x = check_width + SPACING;
  int y = MAX (0, (height - title_height - LINE_SPACING - MAX (subtitle_height, state_height)) / 2);

  allocate (self, GTK_WIDGET (self->check), 0, (height - check_height) / 2, check_width, check_height);
  allocate (self, GTK_WIDGET (self->title_label), x, y, is_wide ? subtitle_width : width - x, title_height);
  y += title_height + LINE_SPACING;
  if (is_wide)
    {
      allocate (self, self->state_box, width - state_width, (height - state_height) / 2, state_width, state_height);
      allocate (self, GTK_WIDGET (self->subtitle_label), x, y, subtitle_width, subtitle_height);
    }
  else
    {
      int indent = state_width > 0 ? state_width + SPACING : 0;

      allocate (self, self->state_box, x, y + (subtitle_height - state_height) / 2, state_width, state_height);
      allocate (self, GTK_WIDGET (self->subtitle_label), x + indent, y, subtitle_width, subtitle_height);
    }
}

static void
smith_bundle_row_dispose (GObject *object)
{
  SmithBundleRow *self = SMITH_BUNDLE_ROW (object);
  GtkWidget *child;

  smith_bundle_row_set_item (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (smith_bundle_row_parent_class)->dispose (object);
}

static void
smith_bundle_row_class_init (SmithBundleRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = smith_bundle_row_dispose;
  widget_class->map = smith_bundle_row_map;
  widget_class->root = smith_bundle_row_root;
  widget_class->get_request_mode = smith_bundle_row_get_request_mode;
  widget_class->measure = smith_bundle_row_measure;
  widget_class->size_allocate = smith_bundle_row_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "bundlerow");
}

static GtkLabel *
create_label (PangoEllipsizeMode  ellipsize,
              const char         *css_class)
{
  const char *classes[] = { css_class, "dim-label", NULL };
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", ellipsize, NULL);

  if (css_class != NULL)
    gtk_widget_set_css_classes (label, classes);

  return GTK_LABEL (label);
}

static void
smith_bundle_row_init (SmithBundleRow *self)
{
  GtkWidget *parent = GTK_WIDGET (self);

  self->check = GTK_CHECK_BUTTON (gtk_check_button_new ());
  g_signal_connect_object (self->check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (GTK_WIDGET (self->check), parent);
  self->title_label = create_label (PANGO_ELLIPSIZE_MIDDLE, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->title_label), parent);
  self->state_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->state_box, parent);
  self->subtitle_label = create_label (PANGO_ELLIPSIZE_END, "caption");
  gtk_label_set_wrap (self->subtitle_label, TRUE);
  gtk_label_set_wrap_mode (self->subtitle_label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_parent (GTK_WIDGET (self->subtitle_label), parent);

  self->state_image = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_box_append (GTK_BOX (self->state_box), GTK_WIDGET (self->state_image));
  self->state_label = create_label (PANGO_ELLIPSIZE_NONE, "caption");
  gtk_box_append (GTK_BOX (self->state_box), GTK_WIDGET (self->state_label));

  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  gtk_widget_set_has_tooltip (parent, TRUE);
}

/**
 * smith_bundle_row_new:
 * @list: (transfer none): what keeps which rows are chosen; outlives the row
 *
 * Returns: (transfer none): a row that shows nothing yet
 */
GtkWidget *
smith_bundle_row_new (SmithBundleList *list)
{
  SmithBundleRow *self;

  g_return_val_if_fail (SMITH_IS_BUNDLE_LIST (list), NULL);

  self = g_object_new (SMITH_TYPE_BUNDLE_ROW, NULL);
  self->list = list;

  return GTK_WIDGET (self);
}

/**
 * smith_bundle_row_get_item:
 *
 * Returns: (transfer none) (nullable): what it shows
 */
SmithBundleItem *
smith_bundle_row_get_item (SmithBundleRow *self)
{
  g_return_val_if_fail (SMITH_IS_BUNDLE_ROW (self), NULL);

  return self->item;
}

/**
 * smith_bundle_row_set_item:
 * @item: (nullable): what to show
 */
void
smith_bundle_row_set_item (SmithBundleRow  *self,
                           SmithBundleItem *item)
{
  g_return_if_fail (SMITH_IS_BUNDLE_ROW (self));

  if (self->item == item)
    return;

  if (self->item != NULL)
    g_clear_signal_handler (&self->chosen_handler, self->item);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  self->chosen_handler = g_signal_connect_swapped (item, "notify::chosen", G_CALLBACK (update_check), self);
  update_if_seen (self);
}

/**
 * smith_bundle_row_toggle:
 *
 * As a click on the box does: chooses the certificate, or no longer.
 */
void
smith_bundle_row_toggle (SmithBundleRow *self)
{
  g_return_if_fail (SMITH_IS_BUNDLE_ROW (self));

  if (gtk_widget_get_sensitive (GTK_WIDGET (self->check)))
    gtk_check_button_set_active (self->check, !gtk_check_button_get_active (self->check));
}
