import { AppError } from '../error.ts';

export const noShell = () =>
	new AppError('no_shell', 409, 'The image of this container has no shell.', {
		hint: 'Images made from scratch or distroless hold the program alone. Build on one with a shell, such as debian:slim or alpine, to look inside.'
	});

export const notRunning = () =>
	new AppError('container_not_running', 409, 'This container does not run any more.', {
		hint: 'Choose another one: a deployment or a restart replaces containers.'
	});
