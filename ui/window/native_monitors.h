// What webview_go has no call for, and macOS and GTK both have: in native_darwin.m and
// native_linux.c.
#pragma once

// A monitor, in the units of a page's pixels.
typedef struct {
  char id[64], name[128];
  int width, height;
  int own; // the window is on it
} lectern_monitor;

// Fills in the monitors, at most max, and returns how many. The window is an NSWindow
// or a GtkWindow.
int lectern_monitors(void *window, lectern_monitor *out, int max);

// Moves the window into a monitor's middle, where the system lets it.
void lectern_move(void *window, const char *id);
