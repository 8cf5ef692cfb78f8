/** How references are written, for the page of an editor. */
export const referenceHelp =
	'A value may refer to another one of the project: ${{service.NAME}} or ${{shared.NAME}}, filled in when a deployment begins. To have ${{ itself, write $${{.';
