// What webview_go has no call for, on macOS. See native_darwin.m.

// A monitor, in the units of a page's pixels.
typedef struct {
  char id[64], name[128];
  int width, height;
  int own; // the window is on it
} lectern_monitor;

// Fills in the monitors, at most max, and returns how many.
int lectern_monitors(void *window, lectern_monitor *out, int max);

// Moves the window into a monitor's middle.
void lectern_move(void *window, const char *id);

// Has the window cover a monitor.
void lectern_cover(void *window, const char *id);

// Covers the monitor of an id with an NSWindow, or with "" the one that it is on;
// returns what lectern_kiosk_stop ends.
void *lectern_kiosk_start(void *window, const char *id);
void lectern_kiosk_stop(void *awake);

// Has the window call lecternClose instead of closing when somebody wants it to.
void lectern_hear_close(void *window);

// Asks whether it is to close, and calls lecternLeave if so. It returns at once.
void lectern_ask_to_close(void *window, const char *question, const char *detail);
