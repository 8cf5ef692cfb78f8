/**
 * Until the returned function is called, the style elements and style attributes that a library writes are
 * set by script instead, which the panel's policy allows, while it forbids them as text. What they do stays
 * the same. xterm's own setting for it, documentOverride, reaches only a part of what it makes.
 */
export function styleByScript(own: Document): () => void {
	const create = own.createElement.bind(own);
	own.createElement = ((tag: string, options?: ElementCreationOptions) => {
		if (tag === 'style') return createSheet(own, create);
		const element = create(tag, options);
		if (tag === 'span') element.setAttribute = setAttribute;
		return element;
	}) as Document['createElement'];
	return () => Reflect.deleteProperty(own, 'createElement');
}

function setAttribute(this: HTMLElement, name: string, value: string): void {
	if (name === 'style') this.style.cssText = value;
	else Element.prototype.setAttribute.call(this, name, value);
}

/** Stands in for a style element: its text becomes a sheet of the document, which goes when it does. */
function createSheet(own: Document, create: Document['createElement']): HTMLElement {
	const element = create('template');
	const sheet = new CSSStyleSheet();
	own.adoptedStyleSheets.push(sheet);
	Object.defineProperty(element, 'textContent', {
		set: (text: string) => sheet.replaceSync(text)
	});
	element.remove = () => {
		own.adoptedStyleSheets = own.adoptedStyleSheets.filter((each) => each !== sheet);
		Element.prototype.remove.call(element);
	};
	return element;
}
