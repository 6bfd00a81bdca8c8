// Presses the one button of the page; people without scripts press it themselves.
document.querySelector("form[data-go]").submit();
