// The way from the talk to the screens.

import { openScreens } from "../screens/dialog";
import { screensSign } from "../screens/sign";
import type { Tool } from "./tool";

export function boardTool(): Tool {
  return {
    button: screensSign(),
    key(event) {
      if (event.key !== "K") return false;
      openScreens();
      return true;
    },
  };
}
