// What webview_go has no call for, on GTK. See native_linux.c.
#include "native_monitors.h"

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

// Covers the screen, without cursor or sleep, and undoes that: the monitor of the id,
// or the one that the window is on.
lectern_kiosk *lectern_kiosk_start(GtkWindow *window, const char *id);
void lectern_kiosk_cover(lectern_kiosk *kiosk, const char *id);
void lectern_kiosk_stop(lectern_kiosk *kiosk);
