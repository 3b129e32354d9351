import { expect, it } from 'vitest';
import { clipFileName, jobNumberIn } from '../../src/bots/clip-file-name.ts';

it('the name of a clip tells its video, and no other name does', () => {
  expect(jobNumberIn(clipFileName(412, 'video/mp4'))).toBe(412);
  for (const name of ['reelay-412', 'a-reelay-412.mp4', 'reelay-4x.mp4', 'reelay-.mp4', '']) {
    expect(jobNumberIn(name)).toBeNull();
  }
});
