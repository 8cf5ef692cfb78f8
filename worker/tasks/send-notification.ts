import type { Task } from '../jobs/task.ts';
import { sendNotification } from '../notifications/send-notification.ts';
import type { World } from '../world.ts';

export function sendNotificationTask(world: World): Task<'send-notification'> {
	return ({ notificationId }, { signal }) => sendNotification(world, { notificationId, signal });
}
