/** Shows a toast. The part that draws it is fetched with the first one. */
export async function say(
	text: string,
	{ kind = 'status' }: { kind?: 'status' | 'alert' } = {}
): Promise<void> {
	const [{ toast }, { default: Toast }] = await Promise.all([
		import('svelte-sonner'),
		import('./Toast.svelte')
	]);
	toast.custom(Toast, {
		componentProps: { text, kind },
		duration: kind === 'alert' ? 10_000 : 5000
	});
}
