"""Why a figure is what it is: the steps from what was published to what is said."""
