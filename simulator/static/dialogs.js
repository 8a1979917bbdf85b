// The questions that the page asks: which phone, which place.
import * as api from "./api.js";

const phoneDialog = document.getElementById("add-phone");
const placeDialog = document.getElementById("place");

export function askPhone() {
  const form = phoneDialog.querySelector("form");
  const error = form.querySelector(".error");
  form.reset();
  error.hidden = true;
  phoneDialog.showModal();
  form.onsubmit = async (event) => {
    if (event.submitter?.value !== "ok") return;
    event.preventDefault();
    try {
      await api.putPhone(form.number.value, { name: form.name.value, removed: false });
      phoneDialog.close();
    } catch (problem) {
      error.textContent = problem.message;
      error.hidden = false;
    }
  };
}

export function askPlace() {
  const form = placeDialog.querySelector("form");
  const { preset, latitude, longitude, label } = form.elements;
  const choose = () => {
    const [lat = "", long = ""] = preset.value.split(",");
    latitude.value = lat;
    longitude.value = long;
    label.value = preset.value ? preset.selectedOptions[0].textContent : "";
  };
  form.reset();
  choose();
  preset.onchange = choose;
  placeDialog.returnValue = "";
  placeDialog.showModal();
  return new Promise((resolve) => {
    placeDialog.onclose = () => {
      const chosen = { latitude: latitude.value, longitude: longitude.value, label: label.value };
      resolve(placeDialog.returnValue === "ok" ? chosen : null);
    };
  });
}
