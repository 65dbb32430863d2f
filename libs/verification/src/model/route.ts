/** An appointment that is asked for: whoever holds one like it. */
export interface Post {
  readonly role: string;
  readonly unit: string;
  readonly line: string;
}

/** One level of a route. */
export interface Step {
  readonly level: string;
  /**
   * Who signs: `posts[0]` are the level's own people; if every one of them is barred or nobody holds it, `posts[1]` sign in place of them
   * (代审), and so on up.
   */
  readonly posts: readonly Post[];
}

/** The levels of one line of one submission, computed by the definition and stored with it. */
export interface Route {
  /** The row of the definition's table that applied. */
  readonly case: string;
  /** Empty: the line is complete by the rule that `case` names. */
  readonly steps: readonly Step[];
}
