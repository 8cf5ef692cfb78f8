import { expect, test } from 'vitest';
import { mountPathProblem, pathsOverlap, volumeNameProblem } from './mount-path.ts';

test.each([
	'/data',
	'/app/uploads',
	'/var/lib/postgresql/data',
	'/srv/media',
	'/usr/share/nginx/html'
])('a volume may be at %s', (path) => {
	expect(mountPathProblem(path)).toBeNull();
});

test.each([
	['', 'A path is required'],
	['data', 'absolute'],
	['/', 'whole container'],
	['/data/', 'none at its end'],
	['//data', 'double slash'],
	['/data/../etc', 'no . or ..'],
	['/data/.', 'no . or ..'],
	['/proc', '/proc belongs to the system'],
	['/sys/fs/cgroup', '/sys belongs'],
	['/dev/shm', '/dev belongs'],
	['/etc/passwd', '/etc belongs'],
	['/run/secrets', '/run belongs'],
	['/var/run/docker.sock', '/var/run belongs'],
	['/usr/bin', '/usr belongs'],
	['/app', 'hide what the image has'],
	['/da\nta', 'letters, digits'],
	['/da:ta', 'letters, digits'],
	['/da,ta', 'letters, digits'],
	['/da\u202eta', 'letters, digits'],
	[`/${'x'.repeat(300)}`, 'at most 255 characters (got 301)']
])('a volume can not be at %j', (path, words) => {
	expect(mountPathProblem(path)).toContain(words);
});

test('two volumes overlap when one hides a part of the other', () => {
	expect(pathsOverlap('/data', '/data/cache')).toBe(true);
	expect(pathsOverlap('/data/cache', '/data')).toBe(true);
	expect(pathsOverlap('/data', '/data')).toBe(true);
	expect(pathsOverlap('/data', '/database')).toBe(false);
});

test('the name of a volume is short and plain', () => {
	expect(volumeNameProblem('data')).toBeNull();
	expect(volumeNameProblem('user-uploads2')).toBeNull();
	for (const name of ['', 'Data', '-a', 'a-', '1a', 'a/b', '../a', 'x'.repeat(64)]) {
		expect(volumeNameProblem(name), name).not.toBeNull();
	}
});
