/** The names by which Slack tells us which of our shortcuts somebody used. In the manifest, so they stay as they are. */
export const shortcutIds = {
  /** In the menu of a message. */
  makeVideoFromThis: 'make_video_from_this',
  removeClip: 'remove_clip',
  /** Anywhere in Slack. */
  makeVideo: 'make_video',
} as const;
