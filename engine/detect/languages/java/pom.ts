import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { AppError } from '../../../error.ts';

/** What matters of a pom.xml. */
export interface Pom {
	packaging: string;
	modules: string[];
	properties: Map<string, string>;
	/** artifactId of the parent; '' when there is none. */
	parent: string;
	plugins: Map<string, XmlElement>;
	/** groupId:artifactId */
	dependencies: Set<string>;
}

/** Errors (422): manifest_invalid. */
export function parsePom(path: string, text: string): Pom {
	const project = rootOf(path, text);
	const build = child(project, 'build');
	// What a profile adds counts as little as what is only managed.
	const plugins = children(child(build, 'plugins'), 'plugin');
	const dependencies = children(child(project, 'dependencies'), 'dependency');
	return {
		packaging: textOf(project, 'packaging') ?? 'jar',
		modules: children(child(project, 'modules'), 'module').map(({ text: name }) => name.trim()),
		properties: new Map(
			(child(project, 'properties')?.children ?? [])
				.filter((node) => node instanceof XmlElement)
				.map((element) => [element.name, element.text.trim()])
		),
		parent: textOf(child(project, 'parent'), 'artifactId') ?? '',
		plugins: new Map(plugins.map((plugin) => [textOf(plugin, 'artifactId') ?? '', plugin])),
		dependencies: new Set(
			dependencies.map((one) => `${textOf(one, 'groupId')}:${textOf(one, 'artifactId')}`)
		)
	};
}

function rootOf(path: string, text: string): XmlElement | null {
	try {
		return parseXml(text.replace(/^\uFEFF/, '').trimStart()).root;
	} catch (cause) {
		const [reason = ''] = (cause as Error).message.split('\n');
		throw new AppError('manifest_invalid', 422, `${path} cannot be read: ${reason}`, {
			hint: `Mend ${path}, commit and push.`,
			cause
		});
	}
}

export function child(parent: XmlElement | null, name: string): XmlElement | null {
	return children(parent, name)[0] ?? null;
}

export function children(parent: XmlElement | null, name: string): XmlElement[] {
	const elements = (parent?.children ?? []).filter((node) => node instanceof XmlElement);
	return elements.filter((element) => element.name === name);
}

export function textOf(parent: XmlElement | null, name: string): string | null {
	return child(parent, name)?.text.trim() || null;
}

/** Text of the first element of that name at any depth. */
export function anyText(parent: XmlElement, name: string): string | null {
	for (const node of parent.children) {
		if (!(node instanceof XmlElement)) continue;
		const found = node.name === name ? node.text.trim() : anyText(node, name);
		if (found) return found;
	}
	return null;
}

/** A value with ${…} of the pom's own properties put in. */
export function filled({ properties }: Pom, value: string | null): string | null {
	return (
		value?.replaceAll(/\$\{([\w.-]+)\}/g, (whole, name: string) => properties.get(name) ?? whole) ??
		null
	);
}
