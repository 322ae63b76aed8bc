// What webview_go has no call for, on macOS. See native_darwin.m.

// Covers the screen with an NSWindow; returns what lectern_kiosk_stop ends.
void *lectern_kiosk_start(void *window);
void lectern_kiosk_stop(void *awake);
