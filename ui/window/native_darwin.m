//go:build darwin && cgo && !headless

#include "native_darwin.h"

#import <Cocoa/Cocoa.h>
#import <objc/runtime.h>

#include "_cgo_export.h"

static NSString *name_screen(NSScreen *screen) {
  return [[[screen deviceDescription] objectForKey:@"NSScreenNumber"] stringValue];
}

static NSScreen *screen_of(NSWindow *window, const char *id) {
  for (NSScreen *screen in [NSScreen screens]) {
    if ([name_screen(screen) isEqualToString:[NSString stringWithUTF8String:id]]) {
      return screen;
    }
  }
  return [window screen] ? [window screen] : [NSScreen mainScreen];
}

int lectern_monitors(void *handle, lectern_monitor *out, int max) {
  NSWindow *window = (NSWindow *)handle;
  int count = 0;
  for (NSScreen *screen in [NSScreen screens]) {
    if (count == max) {
      break;
    }
    lectern_monitor *m = &out[count++];
    strlcpy(m->id, [name_screen(screen) UTF8String], sizeof m->id);
    strlcpy(m->name, "", sizeof m->name);
    if (@available(macOS 10.15, *)) {
      strlcpy(m->name, [[screen localizedName] UTF8String], sizeof m->name);
    }
    m->width = (int)[screen frame].size.width;
    m->height = (int)[screen frame].size.height;
    m->own = screen == [window screen];
  }
  return count;
}

void lectern_move(void *handle, const char *id) {
  NSWindow *window = (NSWindow *)handle;
  NSRect area = [screen_of(window, id) visibleFrame], frame = [window frame];
  frame.size.width = MIN(frame.size.width, area.size.width);
  frame.size.height = MIN(frame.size.height, area.size.height);
  frame.origin.x = area.origin.x + (area.size.width - frame.size.width) / 2;
  frame.origin.y = area.origin.y + (area.size.height - frame.size.height) / 2;
  [window setFrame:frame display:YES];
}

// A Space of its own belongs to the screen where it was made. So a window that has to
// cover a screen of our choice lies over that screen's menu bar instead.
void lectern_cover(void *handle, const char *id) {
  NSWindow *window = (NSWindow *)handle;
  [window setStyleMask:NSWindowStyleMaskBorderless];
  [window setLevel:NSMainMenuWindowLevel + 1];
  [window setFrame:[screen_of(window, id) frame] display:YES];
}

void *lectern_kiosk_start(void *handle, const char *id) {
  NSWindow *window = (NSWindow *)handle;
  if (*id) {
    lectern_cover(window, id);
  } else {
    [window setCollectionBehavior:[window collectionBehavior] | NSWindowCollectionBehaviorFullScreenPrimary];
    [window toggleFullScreen:nil];
    // The system accepts these once the window is full-screen, and holds them till then.
    [NSApp setPresentationOptions:NSApplicationPresentationAutoHideDock |
                                  NSApplicationPresentationAutoHideMenuBar |
                                  NSApplicationPresentationFullScreen];
    [NSCursor hide]; // all screens share it
  }
  id activity = [[NSProcessInfo processInfo]
      beginActivityWithOptions:NSActivityUserInitiated | NSActivityIdleDisplaySleepDisabled
                        reason:@"showing slides"];
  return [activity retain];
}

void lectern_kiosk_stop(void *awake) {
  [[NSProcessInfo processInfo] endActivity:(id)awake];
  [(id)awake release];
  [NSCursor unhide];
}

static BOOL should_close(id delegate, SEL selector, id window) {
  lecternClose();
  return NO;
}

// The window has webview's delegate, which says nothing about that. A window looks
// what its delegate can do when it gets it.
void lectern_hear_close(void *handle) {
  NSWindow *window = (NSWindow *)handle;
  id delegate = [window delegate];
  class_addMethod([delegate class], @selector(windowShouldClose:), (IMP)should_close, "c@:@");
  [window setDelegate:nil];
  [window setDelegate:delegate];
}

void lectern_ask_to_close(void *handle, const char *question, const char *detail) {
  NSWindow *window = (NSWindow *)handle;
  if ([window attachedSheet]) {
    return; // it asks already
  }
  NSAlert *alert = [[NSAlert alloc] init];
  [alert setAlertStyle:NSAlertStyleWarning];
  [alert setMessageText:[NSString stringWithUTF8String:question]];
  [alert setInformativeText:[NSString stringWithUTF8String:detail]];
  [alert addButtonWithTitle:@"Keep It Open"]; // the first is Return's
  [alert addButtonWithTitle:@"Close"];
  [alert beginSheetModalForWindow:window
                completionHandler:^(NSModalResponse answer) {
                  if (answer == NSAlertSecondButtonReturn) {
                    lecternLeave();
                  }
                }];
  [alert release];
}
