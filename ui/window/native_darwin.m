//go:build darwin && cgo && !headless

#include "native_darwin.h"

#import <Cocoa/Cocoa.h>

void *lectern_kiosk_start(void *handle) {
  NSWindow *window = (NSWindow *)handle;
  [window setCollectionBehavior:[window collectionBehavior] | NSWindowCollectionBehaviorFullScreenPrimary];
  [window toggleFullScreen:nil];
  // The system accepts these once the window is full-screen, and holds them till then.
  [NSApp setPresentationOptions:NSApplicationPresentationAutoHideDock |
                                NSApplicationPresentationAutoHideMenuBar |
                                NSApplicationPresentationFullScreen];
  [NSCursor hide];
  id awake = [[NSProcessInfo processInfo]
      beginActivityWithOptions:NSActivityUserInitiated | NSActivityIdleDisplaySleepDisabled
                        reason:@"showing slides"];
  return [awake retain];
}

void lectern_kiosk_stop(void *awake) {
  [[NSProcessInfo processInfo] endActivity:(id)awake];
  [(id)awake release];
  [NSCursor unhide];
}
