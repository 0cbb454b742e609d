import type { FieldMissing, Quintet } from '@quintet/core';
import { answersIn, answerTo } from '../../../http/errors.ts';
import type { Route } from '../../../http/route.ts';
import { pictureRefused } from '../../answers.ts';
import {
  CREATE_LOCATION_ERRORS,
  DELETE_LOCATION_ERRORS,
  EDIT_LOCATION_ERRORS,
  ORGANIZER_ERRORS,
} from '../../errors.ts';
import { locationBody } from '../../pictures/location-body.ts';
import { created, succeeded, type Presenter } from '../../presenter.ts';
import { asOrganizer } from '../../requests.ts';
import {
  LOCATION_ANSWER,
  LOCATION_CHANGES,
  LOCATION_CHANGES_FORM,
  LOCATIONS_ANSWER,
  NEW_LOCATION,
  NEW_LOCATION_FORM,
  REMOVED_ANSWER,
} from '../../schemas.ts';
import { LOCATION } from '../samples.ts';
import { idOf, ORGANIZERS, ORGANIZERS_ONLY } from './common.ts';

const DRAFT = locationBody(NEW_LOCATION, NEW_LOCATION_FORM);
const CHANGES = locationBody(LOCATION_CHANGES, LOCATION_CHANGES_FORM);
const MISSING: FieldMissing = { kind: 'field-missing', field: 'name' };
const UNSAFE = pictureRefused('The SVG file has a script in it (onload).');

/** Locations and their pictures. */
export function locationRoutes(quintet: Quintet, show: Presenter): readonly Route[] {
  const { hackathon } = quintet;
  return [
    {
      method: 'GET',
      path: '/admin/locations',
      operationId: 'listLocations',
      summary: 'All locations',
      tag: ORGANIZERS,
      secured: true,
      success: {
        status: 200,
        description: 'Those on maps by rank, then the others',
        schema: LOCATIONS_ANSWER,
        example: { success: true, data: [LOCATION] },
      },
      refusals: ORGANIZERS_ONLY,
      handle: asOrganizer(quintet, async (exchange, actor) =>
        answerTo(
          exchange,
          await hackathon.listLocations(actor),
          (all) => succeeded(show.locations(exchange, all)),
          ORGANIZER_ERRORS,
        ),
      ),
    },
    {
      method: 'POST',
      path: '/admin/locations',
      operationId: 'createLocation',
      summary: 'Make a location',
      description: 'As JSON, or with a picture as a form (`multipart/form-data`).',
      tag: ORGANIZERS,
      secured: true,
      body: DRAFT,
      success: {
        status: 201,
        description: 'The location',
        schema: LOCATION_ANSWER,
        example: { success: true, data: LOCATION },
      },
      refusals: [...ORGANIZERS_ONLY, ...DRAFT.refusals, UNSAFE, ...answersIn(CREATE_LOCATION_ERRORS, MISSING)],
      handle: asOrganizer(quintet, async (exchange, actor) => {
        const body = await DRAFT.read(exchange);
        if (body.isErr()) return body.error;
        const { name, ...others } = body.value;
        return answerTo(
          exchange,
          await hackathon.createLocation(actor, { name, ...others }),
          (location) => created(show.location(exchange, location)),
          CREATE_LOCATION_ERRORS,
        );
      }),
    },
    {
      method: 'PATCH',
      path: '/admin/locations/:id',
      operationId: 'editLocation',
      summary: 'Change a location or its picture',
      tag: ORGANIZERS,
      secured: true,
      parameters: [idOf('location')],
      body: CHANGES,
      success: {
        status: 200,
        description: 'Changed',
        schema: LOCATION_ANSWER,
        example: { success: true, data: LOCATION },
      },
      refusals: [...ORGANIZERS_ONLY, ...CHANGES.refusals, UNSAFE, ...answersIn(EDIT_LOCATION_ERRORS, MISSING)],
      handle: asOrganizer(quintet, async (exchange, actor) => {
        const body = await CHANGES.read(exchange);
        if (body.isErr()) return body.error;
        return answerTo(
          exchange,
          await hackathon.editLocation(actor, { id: exchange.param('id'), changes: body.value }),
          (location) => succeeded(show.location(exchange, location)),
          EDIT_LOCATION_ERRORS,
        );
      }),
    },
    {
      method: 'DELETE',
      path: '/admin/locations/:id',
      operationId: 'deleteLocation',
      summary: 'Remove a location that no event uses',
      tag: ORGANIZERS,
      secured: true,
      parameters: [idOf('location')],
      success: {
        status: 200,
        description: 'Gone',
        schema: REMOVED_ANSWER,
        example: { success: true, data: { id: LOCATION['id'] } },
      },
      refusals: [...ORGANIZERS_ONLY, ...answersIn(DELETE_LOCATION_ERRORS, { kind: 'location-in-use' })],
      handle: asOrganizer(quintet, async (exchange, actor) => {
        const id = exchange.param('id');
        return answerTo(
          exchange,
          await hackathon.deleteLocation(actor, { id }),
          () => succeeded({ id: id.toLowerCase() }),
          DELETE_LOCATION_ERRORS,
        );
      }),
    },
  ];
}
