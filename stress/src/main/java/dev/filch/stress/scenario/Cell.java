package dev.filch.stress.scenario;

/**
 * A claimed slot.
 *
 * @param position its position in the order of claims
 * @param value the element; zero if the slot was abandoned
 * @param published whether its producer has finished
 */
record Cell(int position, int value, boolean published) {}
