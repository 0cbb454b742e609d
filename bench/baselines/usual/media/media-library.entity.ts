import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which version all elements of an account are in together. */
@Entity('media_library')
export class MediaLibrary {
  @PrimaryColumn({ name: 'owner_id' })
  ownerId: number;

  @Column('bigint')
  version: number;
}
