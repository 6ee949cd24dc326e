package dev.filch.stress.scenario;

/**
 * A claimed slot.
 *
 * @param position its place in the order of all slots that were ever claimed
 * @param value the element; zero if the slot was abandoned
 * @param published whether its producer has finished
 */
record Cell(int position, int value, boolean published) {}
