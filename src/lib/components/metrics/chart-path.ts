/** The picture's own units; it is stretched to its place. */
export const width = 600;
export const height = 160;

export const xOf = (index: number, points: number) =>
	points < 2 ? 0 : Math.round((index / (points - 1)) * width * 10) / 10;

const yOf = (value: number, end: number) =>
	Math.round((height - Math.min(1, value / end) * height) * 10) / 10;

/** An SVG path through the points that are known; a lone one is drawn as a dash. */
export function linePath(points: readonly (number | null)[], end: number): string {
	let path = '';
	let isDown = false;
	for (const [index, point] of points.entries()) {
		if (point === null) {
			isDown = false;
			continue;
		}
		const [x, y] = [xOf(index, points.length), yOf(point, end)];
		const isAlone = !isDown && (points[index + 1] ?? null) === null;
		path += `${isDown ? 'L' : 'M'}${x} ${y}`;
		if (isAlone) path += 'h2';
		isDown = true;
	}
	return path;
}

/** The same, closed along the ground. */
export function areaPath(points: readonly (number | null)[], end: number): string {
	const parts: string[] = [];
	for (let from = 0; from < points.length; from++) {
		if (points[from] === null) continue;
		let to = from;
		while ((points[to + 1] ?? null) !== null) to++;
		const inner = points.slice(from, to + 1).map((point, offset) => {
			return `L${xOf(from + offset, points.length)} ${yOf(point ?? 0, end)}`;
		});
		const [left, right] = [xOf(from, points.length), xOf(to, points.length)];
		parts.push(`M${left} ${height}${inner.join('')}L${right} ${height}Z`);
		from = to;
	}
	return parts.join('');
}

export const levelY = yOf;
