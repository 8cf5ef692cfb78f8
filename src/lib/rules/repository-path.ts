/** Is this a path inside a repository: relative, without `..`, as Git itself would write it? */
export function isRepositoryPath(path: string): boolean {
	return (
		path !== '' &&
		path.length <= 512 &&
		!/[\p{Cc}\p{Cf}\\]/u.test(path) &&
		path.split('/').every((part) => part !== '' && part !== '.' && part !== '..') &&
		path.split('/')[0]?.toLowerCase() !== '.git'
	);
}
