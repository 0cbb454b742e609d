import { Injectable, UnauthorizedException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, type EntityManager, Repository } from 'typeorm';
import { Account } from '../accounts/account.entity.ts';
import { MediaElement } from './media-element.entity.ts';
import { MediaLibrary } from './media-library.entity.ts';
import { MediaStateChange } from './media-state-change.entity.ts';
import type { PutMediaDto } from './put-media.dto.ts';

@Injectable()
export class MediaService {
  constructor(
    @InjectRepository(Account) private readonly accounts: Repository<Account>,
    @InjectRepository(MediaElement) private readonly elements: Repository<MediaElement>,
    private readonly dataSource: DataSource,
  ) {}

  async confirmUser(accountId: number, username: string): Promise<void> {
    const account = await this.accounts.findOneBy({ usernameKey: username.toLowerCase() });
    if (account?.id !== accountId) throw new UnauthorizedException('not logged in as this user');
  }

  findAll(ownerId: number): Promise<MediaElement[]> {
    return this.elements.find({ where: { ownerId }, order: { order: 'ASC', id: 'ASC' } });
  }

  put(ownerId: number, { id, consumed_state: state, ...fields }: PutMediaDto): Promise<MediaElement> {
    return this.dataSource.transaction(async (manager) => {
      const now = new Date();
      await this.raiseVersion(manager, ownerId, now);
      const element =
        id === undefined
          ? manager.create(MediaElement, {
              ownerId,
              medium: 'other',
              consumedState: 'not started',
              description: '',
              order: 0,
              createdAt: now,
            })
          : await manager.findOneBy(MediaElement, { id, ownerId });
      if (!element) throw new UnauthorizedException("logged in user doesn't have media with given id");
      const before = element.consumedState;
      manager.merge(MediaElement, element, fields);
      if (fields.name !== undefined) element.nameKey = fields.name.toLowerCase();
      if (state !== undefined && state !== before) this.enterState(element, state, now);
      await manager.save(element);
      if (element.consumedState !== before) {
        await manager.insert(MediaStateChange, {
          elementId: element.id,
          fromState: before,
          toState: element.consumedState,
          at: now,
        });
      }
      return element;
    });
  }

  private enterState(element: MediaElement, state: string, now: Date): void {
    element.consumedState = state;
    element.startedAt = state === 'not started' ? null : (element.startedAt ?? now);
    element.finishedAt = state === 'finished' ? now : null;
  }

  private async raiseVersion(manager: EntityManager, ownerId: number, now: Date): Promise<void> {
    const library = await manager.findOne(MediaLibrary, { where: { ownerId }, lock: { mode: 'pessimistic_write' } });
    const version = Math.max((library?.version ?? 0) + 1, now.getTime());
    await manager.save(manager.create(MediaLibrary, { ownerId, version }));
  }
}
