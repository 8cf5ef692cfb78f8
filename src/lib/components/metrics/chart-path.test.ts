import { expect, it } from 'vitest';
import { areaPath, height, linePath, width, xOf } from './chart-path.ts';

it('goes from one side to the other, the highest at the top', () => {
	expect(linePath([0, 10], 10)).toBe(`M0 ${height}L${width} 0`);
});

it('leaves a gap where nothing is known', () => {
	expect(linePath([0, 0, null, 0, 0], 1).match(/M/g)).toHaveLength(2);
	expect(areaPath([1, 1, null, 1, 1], 1).match(/Z/g)).toHaveLength(2);
});

it('shows a lone point', () => {
	expect(linePath([null, 5, null], 10)).toBe('M300 80h2');
});

it('keeps what is above the axis inside of it', () => {
	expect(linePath([50, 50], 10)).toBe(`M0 0L${width} 0`);
});

it('draws nothing of nothing', () => {
	expect(linePath([null, null], 1)).toBe('');
	expect(areaPath([], 1)).toBe('');
	expect(xOf(0, 1)).toBe(0);
});
