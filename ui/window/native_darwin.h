// What webview_go has no call for, on macOS. See native_darwin.m.
#include "native_monitors.h"

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
