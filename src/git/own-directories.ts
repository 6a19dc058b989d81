/** Where objects of a repository's own lie. */
import path from 'node:path';
import type { Repository } from './repository.ts';

/** Where a repository's own objects are, its own directory first: GIT_OBJECT_DIRECTORY counts, as it does for git. */
export function ownDirectories(repository: Repository): string[] {
  const { environment, directory } = repository.context;
  const own = environment['GIT_OBJECT_DIRECTORY'] ?? path.join(repository.commonDirectory, 'objects');
  const borrowed = environment['GIT_ALTERNATE_OBJECT_DIRECTORIES']?.split(path.delimiter).filter(Boolean) ?? [];
  return [own, ...borrowed].map((each) => path.resolve(directory, each));
}
