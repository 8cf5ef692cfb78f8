import { paletteOf } from '../palette-of.ts';
import { checkDesign } from '../is-shown.ts';
import source from '../../../app.css?raw';
import type { RequestHandler } from './$types';

/** Both palettes beside each other: the one of a page is settled at its root. */
export const GET: RequestHandler = ({ locals: { context } }) => {
	checkDesign(context);
	return new Response(paletteOf(source), { headers: { 'content-type': 'text/css' } });
};
