function (kiosk) {
  // Runs before the page's own scripts, in old engines too: ES5, and no trust in
  // what the page has or has not. lecternWindow(kind, value) reaches the program.
  "use strict";
  function tell(kind, value) {
    window.lecternWindow(kind, value);
  }

  var title = "";
  function tellTitle() {
    if (document.title && document.title !== title) {
      title = document.title;
      tell("title", title);
    }
  }

  // Only a page of Lectern's counts: an engine's own error page, and a proxy's,
  // run this script as well.
  function tellAlive() {
    if (document.querySelector('meta[name^="lectern"]')) {
      tell("alive", true);
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    tellTitle();
    new MutationObserver(tellTitle).observe(document.head, { childList: true, characterData: true, subtree: true });
    if (kiosk) {
      document.documentElement.style.setProperty("cursor", "none", "important");
      tellAlive();
      setInterval(tellAlive, 5000);
    }
  });

  var settled = 0;
  window.addEventListener("resize", function () {
    clearTimeout(settled);
    settled = setTimeout(function () {
      // macOS sizes windows with their frame, the others without.
      var mac = /^Mac/.test(navigator.platform);
      tell("size", mac ? [window.outerWidth, window.outerHeight] : [window.innerWidth, window.innerHeight]);
    }, 250);
  });

  // The window is for Lectern's own pages. Others, and new tabs, are the
  // browser's; the program decides whether it opens one.
  window.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href]") : null;
    if (!link || event.defaultPrevented || link.hasAttribute("download")) {
      return;
    }
    if (link.target === "_blank" || link.origin !== location.origin) {
      event.preventDefault();
      tell("open", link.href);
    }
  });
  window.open = function (address) {
    tell("open", new URL(String(address), location.href).href);
    return null;
  };

  // A clicker's F5 must not reload, whatever the engine's own keys are.
  window.addEventListener("keydown", function (event) {
    if (event.key === "F5" || ((event.ctrlKey || event.metaKey) && (event.key === "r" || event.key === "R"))) {
      event.preventDefault();
    }
  });
  if (kiosk) {
    window.addEventListener("contextmenu", function (event) {
      event.preventDefault();
    });
  }
}
