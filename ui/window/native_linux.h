// What webview_go has no call for, on GTK. See native_linux.c.
#include <gtk/gtk.h>

typedef struct lectern_kiosk lectern_kiosk;

// Opens the display; 0 if that fails.
int lectern_prepare(void);

// Sets what every window has.
void lectern_window_init(GtkWindow *window, gboolean kiosk);

// Makes a size no larger than what the window's monitor has room for.
void lectern_fit(GtkWindow *window, int *width, int *height);

// Makes the engine's signal handlers fit to run in a Go program.
void lectern_fix_signals(void);

// Handles the events that wait, and returns.
void lectern_drain(void);

// A monitor, in the units of a page's pixels.
typedef struct {
  char id[64], name[128];
  int width, height;
  gboolean own; // the window is on it
} lectern_monitor;

// Fills in the monitors, at most max, and returns how many.
int lectern_monitors(GtkWindow *window, lectern_monitor *out, int max);

// Moves the window into a monitor's middle, where the system lets it.
void lectern_move(GtkWindow *window, const char *id);

// Covers the screen, without cursor or sleep, and undoes that: the monitor of the id,
// or the one that the window is on.
lectern_kiosk *lectern_kiosk_start(GtkWindow *window, const char *id);
void lectern_kiosk_cover(lectern_kiosk *kiosk, const char *id);
void lectern_kiosk_stop(lectern_kiosk *kiosk);
