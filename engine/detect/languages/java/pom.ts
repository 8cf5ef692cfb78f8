import { XmlElement } from '@rgrove/parse-xml';
import { child, children, textOf, xmlRoot } from '../xml.ts';

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
	const project = xmlRoot(path, text);
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

/** A value with ${…} of the pom's own properties put in. */
export function filled({ properties }: Pom, value: string | null): string | null {
	return (
		value?.replaceAll(/\$\{([\w.-]+)\}/g, (whole, name: string) => properties.get(name) ?? whole) ??
		null
	);
}
