const KEY = 'lockstep.first-steps';

/** Whether this person has put the first steps away. */
export function isTourSeen(): boolean {
  return localStorage.getItem(KEY) !== null;
}

export function putTourAway(): void {
  localStorage.setItem(KEY, 'seen');
}
