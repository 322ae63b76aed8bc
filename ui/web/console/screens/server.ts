// What the board asks of the server.

import { request } from "../../line/api";
import type { BoardScreen, ScreenChoice } from "../../wire";

/** Of thousands who follow so many are listed, those first that are furthest behind. */
const PEOPLE = 50;

export function listScreens(): Promise<BoardScreen[]> {
  return request(`/api/screens?people=${PEOPLE}`);
}

export type ScreenChange = Partial<ScreenChoice> & { excused?: boolean };

export function changeScreen(id: string, change: ScreenChange): Promise<BoardScreen> {
  return request(`/api/screens/${id}`, { method: "PUT", json: change });
}

/** What was chosen for it goes, too. */
export function forgetScreen(id: string): Promise<void> {
  return request(`/api/screens/${id}`, { method: "DELETE" });
}

/** All that do not follow and have nothing chosen: how many they were. */
export async function forgetGone(): Promise<number> {
  return (await request<{ forgotten: number }>("/api/screens", { method: "DELETE" })).forgotten;
}

export function actScreen(id: string, act: "identify" | "reload"): Promise<void> {
  return request(`/api/screens/${id}/${act}`, { method: "POST" });
}

export function actAll(act: "identify" | "reload"): Promise<void> {
  return request(`/api/screens/${act}`, { method: "POST" });
}
