// The one place where tools are attached to the talk, in the order of their buttons.
// Their keys stand in help.ts.

import { advanceTool } from "./advance";
import { boardTool } from "./board";
import { drawTool } from "./draw";
import { driverTool } from "./driver";
import { inviteTool } from "./invite";
import { messageTool } from "./message";
import { momentTool } from "./moment/tool";
import { playerTool } from "./player";
import { rehearseTool } from "./rehearse";
import { screensTool } from "./screens";
import type { MakeTool } from "./tool";
import { wordsTool } from "./words";

export const TOOLS: readonly MakeTool[] = [drawTool, screensTool, driverTool, playerTool, advanceTool, inviteTool, wordsTool, momentTool, rehearseTool, messageTool, boardTool];
