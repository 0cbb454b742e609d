import { randomBytes } from 'node:crypto';
import type { Message } from '@quintet/core';

/** A message as the log has it. */
export function messageAt(position: number, changes: Partial<Message> = {}): Message {
  return {
    position,
    id: randomBytes(12).toString('hex'),
    channel: 'com.vivere.announcement',
    event: 'save',
    data: JSON.stringify({ id: `thing-${position}`, message: `Announcement ${position}` }),
    createdAt: new Date('2026-02-25T15:55:05Z'),
    ...changes,
  };
}
