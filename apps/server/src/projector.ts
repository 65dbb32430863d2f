/** The `ProjectorThread` of this process; undefined if it has none. */
export const PROJECTOR = Symbol('Projector');
