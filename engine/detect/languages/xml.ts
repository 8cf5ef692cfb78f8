import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { AppError } from '../../error.ts';

/** The root element of an XML file. Errors (422): manifest_invalid. */
export function xmlRoot(path: string, text: string): XmlElement | null {
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
export function anyText(parent: XmlElement | null, name: string): string | null {
	for (const node of parent?.children ?? []) {
		if (!(node instanceof XmlElement)) continue;
		const found = node.name === name ? node.text.trim() : anyText(node, name);
		if (found) return found;
	}
	return null;
}
