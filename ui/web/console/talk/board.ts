// The way from the talk to the screens.

import { keyOf } from "../../kit/keys";
import { openScreens } from "../screens/dialog";
import { screensSign } from "../screens/sign";
import type { Tool } from "./tool";

export function boardTool(): Tool {
  return {
    button: screensSign(),
    key(event) {
      if (keyOf(event) !== "Shift+k") return false;
      openScreens();
      return true;
    },
  };
}
