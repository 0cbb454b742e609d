import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A Chromium of this machine: the one that is named, or the first that is found. */
function findChromium(): string | undefined {
  const named = process.env['QUINTET_TEST_CHROMIUM'];
  const folders = process.env['PATH']?.split(delimiter) ?? [];
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...(named === undefined ? [] : [named]), ...found].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Where it is; absent: there is none. */
export const executablePath: string | undefined = findChromium();

/** Whether tests that need one are left out; where it must be there (CI), they are not. */
export const isMissing: boolean = executablePath === undefined && process.env['CI'] !== 'true';
