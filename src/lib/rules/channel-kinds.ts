/** Where notifications can go. */
export const channelKinds = ['email', 'discord', 'slack', 'telegram', 'webhook'] as const;
export type ChannelKind = (typeof channelKinds)[number];
