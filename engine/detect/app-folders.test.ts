import { expect, it } from 'vitest';
import { memoryTree } from '../checkout/memory-tree.ts';
import { appFolders } from './app-folders.ts';

it('finds the folders of a repository that may hold an app', async () => {
	const tree = memoryTree({
		'package.json': '{}',
		'README.md': '',
		'apps/web/package.json': '{}',
		'apps/web/Dockerfile': '',
		'apps/api/go.mod': '',
		'apps/api/internal/text.go': '',
		'docs/page.md': '',
		'.github/package.json': '{}',
		'apps/web/node_modules/x/package.json': '{}'
	});
	expect(await appFolders(tree)).toEqual([
		{ path: 'apps/api', found: 'go.mod' },
		{ path: 'apps/web', found: 'Dockerfile' }
	]);
});

it('looks neither deeper nor at more than it has to', async () => {
	const wide = Array.from({ length: 2000 }, (_, index) => [`p/${index}/package.json`, '{}']);
	const deep = [['a/b/c/d/e/package.json', '{}']];
	const tree = memoryTree(Object.fromEntries([...wide, ...deep]) as Record<string, string>);
	let listed = 0;
	const counted = { ...tree, list: (path: string) => (listed++, tree.list(path)) };
	expect(await appFolders(counted)).toHaveLength(100);
	expect(listed).toBeLessThan(310);
	expect(await appFolders(memoryTree(Object.fromEntries(deep) as Record<string, string>))).toEqual(
		[]
	);
});
