import { expect, it } from 'vitest';
import { readRedirects } from './redirects-file.ts';

it.each([
	['/* /index.html 200', '/index.html'],
	['# all pages\n\n  /*\t/app/200.html   200  # of the app\r\n', '/app/200.html'],
	['/* /index.html 200\n/* /404.html 404', '/index.html'],
	['', null]
])('finds the page of a single-page app in %j', (text, fallback) => {
	expect(readRedirects(text)).toEqual({ fallback, unread: [] });
});

it.each([
	'/old /new',
	'/old /new 302',
	'/* /index.html',
	'/* /index.html 200!',
	'/* https://elsewhere.example/index.html 200',
	'/* //elsewhere.example/index.html 200',
	'/* /index.html 200 Country=de',
	'/blog/* /blog/index.html 200',
	'/* /:splat.html 200',
	'/*'
])('does not follow %j, and says so', (line) => {
	expect(readRedirects(line)).toEqual({ fallback: null, unread: [line] });
});
