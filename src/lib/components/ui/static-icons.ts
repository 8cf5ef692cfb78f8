import type { Plugin } from 'vite';

type Node = [tag: string, attributes: Record<string, string>];

const shapes = ({ node }: { node: Node[] }) =>
	node
		.map(([tag, attributes]) => {
			const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
			return `<${tag}${written.join('')} />`;
		})
		.join('');

/** One of Lucide's components, whose lines are in it as a list, as one whose lines are markup. */
export function toStaticIcon(source: string, file: string): string {
	const [, icon] = /^const iconData = (\{.+\});$/m.exec(source) ?? [];
	if (icon === undefined) throw new Error(`${file} is not written as Lucide's icons were.`);
	return [
		"<script>let { size = 24, class: look = '' } = $props();</script>",
		'<svg width={size} height={size} viewBox="0 0 24 24" class={["lucide", look]} aria-hidden="true">',
		shapes(JSON.parse(icon) as { node: Node[] }),
		'</svg>'
	].join('\n');
}

/**
 * Lucide puts each icon together anew wherever it stands: of a page with many rows that was a fifth of
 * the work and of the bytes. Here an icon is its markup; how its lines are drawn stands in
 * app.css. It takes `size` and `class`, and is always hidden from screen readers.
 */
export function staticIcons(): Plugin {
	return {
		name: 'gantry-static-icons',
		// Vite bundles Lucide beforehand when it serves: server and browser would not agree.
		apply: 'build',
		enforce: 'pre',
		transform: {
			filter: { id: /\/@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/ },
			handler: (source, file) => ({ code: toStaticIcon(source, file), map: null })
		}
	};
}
