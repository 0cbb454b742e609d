import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('account')
export class Account {
  @PrimaryGeneratedColumn()
  id: number;

  /** The username in lower case. */
  @Column('text', { name: 'username_key' })
  usernameKey: string;
}
