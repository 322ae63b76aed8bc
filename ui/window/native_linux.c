//go:build linux && cgo && !headless && window

#include "native_linux.h"

#include <gdk/gdkx.h>
#include <signal.h>
#include <webkit2/webkit2.h>

int lectern_prepare(void) {
  // The engine stops its threads with this signal, and grumbles on standard error
  // if somebody has a handler for it: Go has, and does nothing in it.
  if (!g_getenv("JSC_SIGNAL_FOR_GC")) {
    signal(SIGUSR1, SIG_DFL);
  }
  // Names the window for the desktop (WM_CLASS, the Wayland app id), and the folders
  // where the engine keeps its own things: not those of the library.
  g_set_prgname("lectern-window");
  // Where there is no session bus, GLib would start one and leave it running.
  if (!g_getenv("DBUS_SESSION_BUS_ADDRESS")) {
    char *bus = g_build_filename(g_get_user_runtime_dir(), "bus", NULL);
    if (!g_file_test(bus, G_FILE_TEST_EXISTS)) {
      g_setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
    }
    g_free(bus);
  }
  return gtk_init_check(NULL, NULL);
}

// The page's process died: out of memory, or of a bug in the engine. A moment's
// pause keeps a page that dies at once from keeping the machine busy.
static gboolean reload(gpointer view) {
  webkit_web_view_reload(WEBKIT_WEB_VIEW(view));
  g_object_unref(view);
  return G_SOURCE_REMOVE;
}

static void page_died(WebKitWebView *view, WebKitWebProcessTerminationReason why, gpointer data) {
  g_timeout_add(500, reload, g_object_ref(view));
}

// Closing ends the main loop and leaves the window to whoever runs it, so that
// there is one way to end, by hand or by program.
static void leave(WebKitWebView *view, gpointer window) {
  gtk_widget_hide(GTK_WIDGET(window));
  gtk_main_quit();
}

// So soon after the first a second try means it: the page may hang, and answer nothing.
#define MEANT (5 * G_USEC_PER_SEC)

// The page is asked first, as in a browser: a talk may be going on.
static gboolean closed(GtkWidget *window, GdkEvent *event, gpointer data) {
  static gint64 asked;
  if (gtk_main_level() == 0) {
    return FALSE; // the program is destroying it
  }
  WebKitWebView *view = WEBKIT_WEB_VIEW(gtk_bin_get_child(GTK_BIN(window)));
  gint64 now = g_get_monotonic_time();
  if (asked && now - asked < MEANT) {
    leave(view, window);
  } else {
    asked = now;
    webkit_web_view_try_close(view);
  }
  return TRUE;
}

void lectern_window_init(GtkWindow *window, gboolean kiosk) {
  // The engine paints white until the page has a colour; a flash of white in a
  // dark hall is the first thing that everybody would see.
  GdkRGBA black = {0, 0, 0, 1};
  GtkWidget *view = gtk_bin_get_child(GTK_BIN(window));
  webkit_web_view_set_background_color(WEBKIT_WEB_VIEW(view), &black);
  // So does the toolkit, with its theme's colour, until the engine has a picture.
  GtkCssProvider *css = gtk_css_provider_new();
  gtk_css_provider_load_from_data(css, "window { background: #000; }", -1, NULL);
  gtk_style_context_add_provider(gtk_widget_get_style_context(GTK_WIDGET(window)),
                                 GTK_STYLE_PROVIDER(css), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref(css);
  g_signal_connect(view, "web-process-terminated", G_CALLBACK(page_died), NULL);
  g_signal_connect(window, "delete-event", G_CALLBACK(closed), NULL);
  g_signal_connect(view, "close", G_CALLBACK(leave), window);
  if (kiosk) {
    gtk_window_set_decorated(window, FALSE);
  }
}

void lectern_drain(void) {
  // A page may go on producing events: this is an end, not a main loop.
  for (int n = 0; n < 1000 && gtk_events_pending(); n++) {
    gtk_main_iteration_do(FALSE);
  }
}

// A handler that C code sets up without SA_ONSTACK runs on whatever stack the
// thread has. On a Go thread that is a goroutine's, and too small: the program
// would crash at random. The engine and GLib set up such handlers.
void lectern_fix_signals(void) {
  for (int number = 1; number < NSIG; number++) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) != 0 || action.sa_handler == SIG_DFL ||
        action.sa_handler == SIG_IGN || (action.sa_flags & SA_ONSTACK)) {
      continue;
    }
    action.sa_flags |= SA_ONSTACK;
    sigaction(number, &action, NULL);
  }
}

struct lectern_kiosk {
  GtkWindow *window; // NULL once it is destroyed
  char on[64];       // the monitor it is for; empty: the one that it is on
  gulong on_destroy, on_realize, on_resize;
  guint awake;
  GDBusConnection *session; // NULL where there is none
  guint32 inhibited;        // the screen saver's cookie, 0 for none
};

// The monitor that the window is on, or will be.
static GdkMonitor *monitor_of(GtkWindow *window) {
  GdkDisplay *display = gtk_widget_get_display(GTK_WIDGET(window));
  GdkWindow *on = gtk_widget_get_window(GTK_WIDGET(window));
  GdkMonitor *monitor = on ? gdk_display_get_monitor_at_window(display, on)
                           : gdk_display_get_primary_monitor(display);
  return monitor ? monitor : gdk_display_get_monitor(display, 0);
}

// The connector, as HDMI-1; where it has no name, its number.
static void name_monitor(GdkDisplay *display, int n, char *id, size_t size) {
  char *plug = NULL;
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS // and there is nothing else that tells it
  plug = gdk_screen_get_monitor_plug_name(gdk_display_get_default_screen(display), n);
  G_GNUC_END_IGNORE_DEPRECATIONS
  if (plug) {
    g_strlcpy(id, plug, size);
    g_free(plug);
  } else {
    g_snprintf(id, size, "%d", n + 1);
  }
}

// The number of the monitor of an id, or -1.
static int number_of(GtkWindow *window, const char *id) {
  GdkDisplay *display = gtk_widget_get_display(GTK_WIDGET(window));
  for (int n = 0; n < gdk_display_get_n_monitors(display); n++) {
    char name[64];
    name_monitor(display, n, name, sizeof name);
    if (g_strcmp0(name, id) == 0) {
      return n;
    }
  }
  return -1;
}

int lectern_monitors(void *handle, lectern_monitor *out, int max) {
  GtkWindow *window = handle;
  GdkDisplay *display = gtk_widget_get_display(GTK_WIDGET(window));
  GdkMonitor *here = monitor_of(window);
  int count = MIN(gdk_display_get_n_monitors(display), max);
  for (int n = 0; n < count; n++) {
    GdkMonitor *monitor = gdk_display_get_monitor(display, n);
    GdkRectangle area;
    gdk_monitor_get_geometry(monitor, &area);
    lectern_monitor *m = &out[n];
    name_monitor(display, n, m->id, sizeof m->id);
    const char *maker = gdk_monitor_get_manufacturer(monitor), *model = gdk_monitor_get_model(monitor);
    g_snprintf(m->name, sizeof m->name, "%s%s%s", maker ? maker : "", maker && model ? " " : "", model ? model : "");
    m->width = area.width, m->height = area.height;
    m->own = monitor == here;
  }
  return count;
}

void lectern_move(void *handle, const char *id) {
  GtkWindow *window = handle;
  int n = number_of(window, id);
  if (n < 0) {
    return;
  }
  GdkRectangle area;
  gdk_monitor_get_workarea(gdk_display_get_monitor(gtk_widget_get_display(GTK_WIDGET(window)), n), &area);
  gboolean large = gtk_window_is_maximized(window);
  if (large) {
    gtk_window_unmaximize(window); // managers move no window that fills a monitor
  }
  int width, height;
  gtk_window_get_size(window, &width, &height);
  width = MIN(width, area.width), height = MIN(height, area.height);
  gtk_window_resize(window, width, height);
  gtk_window_move(window, area.x + (area.width - width) / 2, area.y + (area.height - height) / 2);
  if (large) {
    gtk_window_maximize(window);
  }
}

void lectern_fit(GtkWindow *window, int *width, int *height) {
  GdkMonitor *monitor = monitor_of(window);
  if (!monitor) {
    return;
  }
  GdkRectangle area;
  gdk_monitor_get_workarea(monitor, &area);
  *width = MIN(*width, area.width);
  *height = MIN(*height, area.height);
}

// A window manager sizes the window by itself once it is full-screen. A kiosk may
// well have none, so the window takes the monitor's size by its own means too.
static void cover(lectern_kiosk *kiosk) {
  int n = kiosk->on[0] ? number_of(kiosk->window, kiosk->on) : -1;
  GdkMonitor *monitor = n < 0 ? monitor_of(kiosk->window)
                              : gdk_display_get_monitor(gtk_widget_get_display(GTK_WIDGET(kiosk->window)), n);
  if (monitor) {
    GdkRectangle area;
    gdk_monitor_get_geometry(monitor, &area);
    gtk_window_move(kiosk->window, area.x, area.y);
    gtk_window_resize(kiosk->window, area.width, area.height);
  }
  if (n < 0) {
    gtk_window_fullscreen(kiosk->window);
  } else {
    gtk_window_fullscreen_on_monitor(kiosk->window, gtk_window_get_screen(kiosk->window), n);
  }
}

void lectern_kiosk_cover(lectern_kiosk *kiosk, const char *id) {
  g_strlcpy(kiosk->on, id, sizeof kiosk->on);
  if (kiosk->window) {
    gtk_window_unfullscreen(kiosk->window);
    cover(kiosk);
  }
}

// The screen changed: a projector woke up, or a television took another mode.
static void screen_changed(GdkScreen *screen, gpointer data) {
  lectern_kiosk *kiosk = data;
  if (kiosk->window) {
    cover(kiosk);
  }
}

static void hide_cursor(GtkWidget *widget) {
  GdkWindow *window = gtk_widget_get_window(widget);
  if (!window) {
    return;
  }
  GdkCursor *none = gdk_cursor_new_for_display(gtk_widget_get_display(widget), GDK_BLANK_CURSOR);
  gdk_window_set_cursor(window, none);
  g_object_unref(none);
}

static void destroyed(GtkWidget *widget, gpointer data) {
  ((lectern_kiosk *)data)->window = NULL;
}

// X's own screen saver and DPMS count from the last input; this is as good as one.
static gboolean stay_awake(gpointer data) {
  GdkDisplay *display = gdk_display_get_default();
  if (GDK_IS_X11_DISPLAY(display)) {
    XResetScreenSaver(GDK_DISPLAY_XDISPLAY(display));
    gdk_display_flush(display);
  }
  return G_SOURCE_CONTINUE;
}

// Desktops (GNOME, KDE and others, on X11 and Wayland) have this service.
static void inhibit(lectern_kiosk *kiosk) {
  kiosk->session = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);
  if (!kiosk->session) {
    return;
  }
  GVariant *answer = g_dbus_connection_call_sync(
      kiosk->session, "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver",
      "org.freedesktop.ScreenSaver", "Inhibit", g_variant_new("(ss)", "lectern", "showing slides"),
      G_VARIANT_TYPE("(u)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, 1000, NULL, NULL);
  if (answer) {
    g_variant_get(answer, "(u)", &kiosk->inhibited);
    g_variant_unref(answer);
  }
}

lectern_kiosk *lectern_kiosk_start(GtkWindow *window, const char *id) {
  lectern_kiosk *kiosk = g_new0(lectern_kiosk, 1);
  kiosk->window = window;
  g_strlcpy(kiosk->on, id, sizeof kiosk->on);
  kiosk->on_destroy = g_signal_connect(window, "destroy", G_CALLBACK(destroyed), kiosk);
  GdkScreen *screen = gtk_window_get_screen(window);
  kiosk->on_resize = g_signal_connect(screen, "size-changed", G_CALLBACK(screen_changed), kiosk);
  kiosk->on_realize = g_signal_connect(window, "map", G_CALLBACK(hide_cursor), NULL);
  hide_cursor(GTK_WIDGET(window));
  cover(kiosk);
  kiosk->awake = g_timeout_add_seconds(30, stay_awake, NULL);
  stay_awake(NULL);
  inhibit(kiosk);
  return kiosk;
}

void lectern_kiosk_stop(lectern_kiosk *kiosk) {
  g_source_remove(kiosk->awake);
  g_signal_handler_disconnect(gdk_screen_get_default(), kiosk->on_resize);
  if (kiosk->window) {
    g_signal_handler_disconnect(kiosk->window, kiosk->on_destroy);
    g_signal_handler_disconnect(kiosk->window, kiosk->on_realize);
  }
  if (kiosk->session) {
    if (kiosk->inhibited) {
      GVariant *answer = g_dbus_connection_call_sync(
          kiosk->session, "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver",
          "org.freedesktop.ScreenSaver", "UnInhibit", g_variant_new("(u)", kiosk->inhibited), NULL,
          G_DBUS_CALL_FLAGS_NO_AUTO_START, 1000, NULL, NULL);
      if (answer) {
        g_variant_unref(answer);
      }
    }
    g_object_unref(kiosk->session);
  }
  g_free(kiosk);
}
